import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MenuItemConstructorOptions as Item } from 'electron'
import { Command } from '../bridge/bridge.ts'
import { menuTemplate } from './menu-template.ts'
import { type Language, words } from './words.ts'

const platforms = ['linux', 'win32', 'darwin'] as const
const languages = ['en', 'ko'] as const

function menuOf(platform: NodeJS.Platform, language: Language) {
  const chosen: string[] = []
  const template = menuTemplate({ platform, words: words[language], choose: command => chosen.push(command) })
  return { template, items: template.flatMap(itemsBelow), chosen }
}

function itemsBelow(item: Item): Item[] {
  const below = Array.isArray(item.submenu) ? item.submenu.flatMap(itemsBelow) : []
  return [item, ...below]
}

for (const platform of platforms) {
  test(`every command of the page is in the menus of ${platform}`, () => {
    const { items, chosen } = menuOf(platform, 'en')
    for (const item of items) (item.click as (() => void) | undefined)?.()
    const commands = Command.anyOf.map(({ const: command }) => command)
    assert.deepEqual(chosen.sort(), commands.sort())
  })

  test(`no two entries of ${platform} share a key`, () => {
    const keys = menuOf(platform, 'en')
      .items.map(({ accelerator }) => accelerator)
      .filter(Boolean)
    assert.equal(new Set(keys).size, keys.length)
  })

  test(`every visible entry of ${platform} has a name in both languages`, () => {
    for (const language of languages)
      for (const item of menuOf(platform, language).items)
        assert.ok(
          item.type === 'separator' || item.visible === false || item.label,
          `${language} ${item.role}`,
        )
  })
}

test('Korean menus leave no English word but the name', () => {
  for (const [name, word] of Object.entries(words.ko)) assert.match(word, /\p{Script=Hangul}/u, name)
})
