import type { NotificationLevel, Room } from '@chatter/shared/rooms.ts'
import { AtSign, Bell, BellOff } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { useClient } from '../session/use-client.ts'
import { levelOf, levelsOf } from './levels.ts'
import { setQuietly } from './use-room-menu.ts'

const icons = { all: Bell, mentions: AtSign, muted: BellOff } satisfies Record<NotificationLevel, typeof Bell>

/** How loud a room is for me, on all of my devices. */
export function LevelChoice({ room }: { room: Room }) {
  const { t } = useTranslation()
  const client = useClient()
  const chosen = levelOf(room)
  return (
    <div className="levels">
      <RadioGroup.Root
        className="levels-row"
        aria-label={t('rooms.notifications')}
        orientation="horizontal"
        value={chosen}
        onValueChange={level =>
          setQuietly(client.setPreferences(room.id, { level: level as NotificationLevel }))
        }
      >
        {levelsOf(room).map(level => {
          const Icon = icons[level]
          return (
            <RadioGroup.Item
              key={level}
              value={level}
              className="level"
              aria-label={t(`rooms.level_${level}`)}
              data-hint={t(`rooms.level_${level}`)}
            >
              <Icon size={16} aria-hidden="true" />
            </RadioGroup.Item>
          )
        })}
      </RadioGroup.Root>
      <p className="room-panel-note">
        <strong>{t(`rooms.level_${chosen}`)}.</strong> {t(`rooms.levelNote_${chosen}`)}
      </p>
    </div>
  )
}
