/** All words of the app, in both languages, by feature. */
import * as account from '../features/account/account.text.ts'
import * as administration from '../features/administration/administration.text.ts'
import * as alerts from '../features/alerts/alerts.text.ts'
import * as sending from '../features/attachments/sending/sending.text.ts'
import * as files from '../features/attachments/showing/files.text.ts'
import * as composer from '../features/composer/composer.text.ts'
import * as connection from '../features/connection/connection.text.ts'
import * as direct from '../features/direct/direct.text.ts'
import * as entry from '../features/entry/entry.text.ts'
import * as errors from '../features/errors/errors.text.ts'
import * as markdown from '../features/markdown/markdown.text.ts'
import * as messages from '../features/messages/messages.text.ts'
import * as people from '../features/people/people.text.ts'
import * as presence from '../features/presence/presence.text.ts'
import * as reactions from '../features/reactions/reactions.text.ts'
import * as rooms from '../features/rooms/rooms.text.ts'
import * as search from '../features/search/search.text.ts'
import * as settings from '../features/settings/settings.text.ts'
import * as switcher from '../features/switcher/switcher.text.ts'
import * as typing from '../features/typing/typing.text.ts'
import * as app from './app.text.ts'

export const en = {
  account: account.en,
  administration: administration.en,
  alerts: alerts.en,
  app: app.en,
  composer: composer.en,
  connection: connection.en,
  direct: direct.en,
  entry: entry.en,
  errors: errors.en,
  files: files.en,
  markdown: markdown.en,
  messages: messages.en,
  people: people.en,
  presence: presence.en,
  reactions: reactions.en,
  rooms: rooms.en,
  search: search.en,
  sending: sending.en,
  settings: settings.en,
  switcher: switcher.en,
  typing: typing.en,
}

export const ko: Translated<typeof en> = {
  account: account.ko,
  administration: administration.ko,
  alerts: alerts.ko,
  app: app.ko,
  composer: composer.ko,
  connection: connection.ko,
  direct: direct.ko,
  entry: entry.ko,
  errors: errors.ko,
  files: files.ko,
  markdown: markdown.ko,
  messages: messages.ko,
  people: people.ko,
  presence: presence.ko,
  reactions: reactions.ko,
  rooms: rooms.ko,
  search: search.ko,
  sending: sending.ko,
  settings: settings.ko,
  switcher: switcher.ko,
  typing: typing.ko,
}

/** The same keys in a language that has no singular. */
type Translated<Texts> = {
  [Noun in keyof Texts]: {
    [Key in keyof Texts[Noun] as Key extends `${string}_one` ? never : Key]: string
  }
}
