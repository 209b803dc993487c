import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Running, run, startProcess, waitUntil } from './processes.ts'
import { program, temporaryFolder } from './services.ts'

/** Something that programs find through the environment. */
export interface Surrounding extends Running {
  env: Record<string, string>
}

/** Starts an invisible screen of 1600 x 1000 with a window manager, so that windows can be focused, hidden, minimised. */
export async function startDisplay(): Promise<Surrounding> {
  const size = ['-screen', '0', '1600x1000x24']
  const screen = await startProcess(
    program('Xvfb'),
    ['-displayfd', '3', ...size, '-nolisten', 'tcp', '-noreset'],
    { pipes: 1 },
  )
  let told = ''
  screen.child.stdio[3]?.on('data', text => (told += text))
  await waitUntil('Xvfb', async () => told.endsWith('\n'), screen)
  const env = { DISPLAY: `:${told.trim()}` }
  const manager = await startProcess(program('openbox'), ['--sm-disable'], { env })
  await waitUntil('openbox', () => run(program('xdotool'), ['get_num_desktops'], { env }), manager)
  return { ...screen, env, stop: () => manager.stop().then(() => screen.stop()) }
}

const busSettings = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/** Starts a D-Bus session bus of our own. It starts nothing by itself: who is on it is who was put there. */
export async function startBus(): Promise<Surrounding> {
  const settings = join(await temporaryFolder('bus'), 'session.conf')
  await writeFile(settings, busSettings)
  const options = [`--config-file=${settings}`, '--nofork', '--nopidfile', '--print-address']
  const bus = await startProcess(program('dbus-daemon'), options)
  const address = await waitUntil('dbus-daemon', async () => bus.lastWords().match(/^unix:.*$/m)?.[0], bus)
  return { ...bus, env: { DBUS_SESSION_BUS_ADDRESS: address } }
}

const dunstSettings = `[global]
  origin = top-right
  width = 360
  offset = 20x20
  notification_limit = 20
  idle_threshold = 0
  history_length = 100
  mouse_left_click = do_action, close_current
  mouse_middle_click = close_current
  mouse_right_click = close_all
[urgency_low]
  timeout = 0
[urgency_normal]
  timeout = 0
[urgency_critical]
  timeout = 0
`

/**
 * Starts dunst, which shows notifications at the top right until they are clicked or withdrawn. A left click takes the
 * notification's action; `dunstctl`, with the same environment, lists them and clicks without a mouse.
 *
 * @param env of the display and the bus
 */
export async function startDunst(env: Record<string, string>): Promise<Surrounding> {
  const settings = join(await temporaryFolder('dunst'), 'dunstrc')
  await writeFile(settings, dunstSettings)
  const dunst = await startProcess(program('dunst'), ['-config', settings], { env })
  await waitUntil('dunst', () => run(program('dunstctl'), ['is-paused'], { env }), dunst)
  return { ...dunst, env }
}
