/**
 * The walls of docs/architecture.md: imports point one way. `npm run lint` holds them; scripts/walls.test.ts shows that
 * each of them stands. Two more walls are rules of Biome: only ipc.ts imports ipcMain, only config.ts reads the
 * environment.
 */

const tests = '[.]test[.]tsx?$|^(server|desktop)/test/|^desktop/e2e/'

/** From here nothing may be imported of there. Tests may reach further. */
const wall = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: tests, ...(typeof from === 'string' ? { path: from } : from) },
  to: typeof to === 'string' ? { path: to } : to,
})

const server = folders => `^server/src/(${folders})(/|[.]ts$)`
const renderer = folders => `^desktop/src/renderer/(${folders})/`

export default {
  forbidden: [
    wall('shared-is-pure', 'shared/ is data and pure functions: it uses typebox and itself.', '^shared/', {
      pathNot: '^shared/|^node_modules/typebox/',
    }),
    wall('server-knows-no-desktop', 'desktop -> shared <- server', '^server/', '^(desktop|scripts)/'),
    wall('desktop-knows-no-server', 'desktop -> shared <- server', '^desktop/src/', '^(server|scripts)/'),

    wall('server-main-is-first', 'main -> app -> features -> plugins|lib', '^server/src/', server('main')),
    wall(
      'server-app-is-second',
      'main -> app -> features -> plugins|lib',
      server('features|plugins|lib|migrations|config|settings'),
      server('app'),
    ),
    wall(
      'server-features-are-third',
      'main -> app -> features -> plugins|lib',
      server('plugins|lib|migrations|config|settings'),
      server('features'),
    ),
    wall(
      'server-lib-is-last',
      'Plugins use lib, and lib uses no plugin.',
      server('lib|migrations|config|settings'),
      server('plugins'),
    ),
    {
      name: 'table-is-private',
      comment: "A feature may call another feature's rules, never its table or its door.",
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/', pathNot: tests },
      to: {
        path: '^server/src/features/[^/]+/.+[.](table|http|socket)[.]ts$',
        pathNot: '^server/src/features/$1/',
      },
    },
    wall(
      'sql-is-in-tables',
      'Only tables, migrations, lib and the database plugin know Knex.',
      {
        path: '^server/src/',
        pathNot: `${tests}|[.]table[.]ts$|${server('lib|migrations')}|^server/src/plugins/database`,
      },
      { path: '^node_modules/knex/', dependencyTypesNot: ['type-only'] },
    ),

    wall(
      'renderer-app-is-first',
      'app -> features -> store|connection|ui|lib',
      renderer('features|store|connection|ui|lib'),
      renderer('app'),
    ),
    wall(
      'renderer-features-are-second',
      'app -> features -> store|connection|ui|lib',
      renderer('store|connection|ui|lib'),
      renderer('features'),
    ),
    wall(
      'page-is-a-web-page',
      'The page knows the bridge, and neither Electron nor Node.',
      '^desktop/src/renderer/',
      {
        path: '^desktop/src/(main|preload)/|^node_modules/(electron|node-notifier)/|^(electron|node-notifier)$',
      },
    ),
    wall(
      'page-has-no-node',
      'The page knows the bridge, and neither Electron nor Node.',
      '^desktop/src/(renderer|bridge)/',
      { dependencyTypes: ['core'] },
    ),
    wall(
      'preload-knows-the-bridge-only',
      'preload -> bridge <- main',
      '^desktop/src/preload/',
      '^desktop/src/(main|renderer)/|^shared/',
    ),
    wall('bridge-is-a-contract', 'preload -> bridge <- main', '^desktop/src/bridge/', {
      pathNot: '^desktop/src/bridge/|^shared/|^node_modules/typebox/',
      dependencyTypesNot: ['core'],
    }),
    wall(
      'main-knows-no-page',
      'preload -> bridge <- main',
      '^desktop/src/main/',
      '^desktop/src/(renderer|preload)/',
    ),

    wall(
      'product-needs-no-test',
      'What ships imports nothing of the tests.',
      '^(shared|server|desktop)/',
      tests,
    ),
    wall('no-cycles', 'Imports point one way.', {}, { circular: true }),
    wall('no-dangling-imports', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(desktop/dist|desktop/out)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.css', '.json'],
    },
  },
}
