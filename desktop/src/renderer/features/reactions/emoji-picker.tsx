/** Chooses an emoji: by looking, by searching in Korean and English, and by keys alone. */
import { Popover, RadioGroup } from 'radix-ui'
import { useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { VList, type VListHandle } from 'virtua'
import { isForInputMethod } from '../../lib/composition.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { type GridRow, layGrid, moveInGrid, type Place } from './emoji-grid.ts'
import { type Emoji, emojiGroups, findEmoji, inTone, pickEmoji } from './emoji-search.ts'
import { chooseTone, type Tone, useRecentEmoji, useTone } from './recent-emoji.ts'
import { useEmoji } from './use-emoji.ts'
import './emoji-picker.css'

type PickerProps = {
  /** The upper right corner, in pixels. */
  at: { x: number; y: number }
  onChoose: (emoji: string) => void
  onClose: () => void
}

const tones: readonly Tone[] = [0, 1, 2, 3, 4, 5]
const toneSigns = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿']

export function EmojiPicker({ at, onChoose, onClose }: PickerProps) {
  const { t } = useTranslation()
  return (
    <Popover.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Popover.Anchor asChild>
        <span className="emoji-anchor" style={{ left: at.x, top: at.y }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className="emoji-picker"
          aria-label={t('reactions.picker')}
          align="end"
          sideOffset={2}
          collisionPadding={8}
          onEscapeKeyDown={event => isForInputMethod(event) && event.preventDefault()}
        >
          <Choices onChoose={onChoose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Choices({ onChoose }: Pick<PickerProps, 'onChoose'>) {
  const { t } = useTranslation()
  const id = useId()
  const all = useEmoji(true)
  const recent = useRecentEmoji()
  const tone = useTone()
  const [query, setQuery] = useState('')
  const [place, setPlace] = useState<Place>({ row: 1, column: 0 })
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<VListHandle>(null)
  // What was recent when it opened: nothing moves while one chooses.
  const [recentAtFirst] = useState(recent)
  const rows = useMemo(
    () => (all ? layGrid(findEmoji(all, query), query === '' ? pickEmoji(all, recentAtFirst) : []) : []),
    [all, query, recentAtFirst],
  )
  const chosen = cellAt(rows, place)
  const form = (emoji: Emoji) => inTone(emoji, tone)
  const go = (next: Place) => {
    setPlace(next)
    list.current?.scrollToIndex(next.row, { align: 'nearest' })
  }
  useKeys(input, ({ key }) => {
    const next = moveInGrid(rows, place, key)
    if (next) go(next)
    else if (key === 'Enter' && chosen) onChoose(form(chosen))
    else return false
    return true
  })
  return (
    <>
      <div className="emoji-head">
        <SearchField
          ref={input}
          label={t('reactions.search')}
          value={query}
          choices={{ list: `${id}list`, chosen: chosen && `${id}chosen` }}
          onText={text => {
            setQuery(text)
            setPlace({ row: text === '' ? 1 : 0, column: 0 })
            list.current?.scrollTo(0)
          }}
        />
        <Tones tone={tone} />
      </div>
      {query === '' && (
        <div className="emoji-groups">
          {emojiGroups.map(({ name, sign, group }) => (
            <button
              key={name}
              type="button"
              className="emoji-group"
              tabIndex={-1}
              aria-label={t(`reactions.${name}`)}
              data-hint={t(`reactions.${name}`)}
              onClick={() => {
                const row = rows.findIndex(each => each.is === 'heading' && each.group === group)
                list.current?.scrollToIndex(row, { align: 'start' })
                setPlace({ row: row + 1, column: 0 })
                input.current?.focus()
              }}
            >
              {sign}
            </button>
          ))}
        </div>
      )}
      <VList
        ref={list}
        id={`${id}list`}
        className="emoji-grid"
        role="listbox"
        aria-label={t('reactions.picker')}
        tabIndex={-1}
      >
        {rows.map((row, rowAt) =>
          row.is === 'heading' ? (
            <h4 key={row.group} className="emoji-heading" role="presentation">
              {t(`reactions.${nameOf(row.group)}`)}
            </h4>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are laid anew with each search
            <div key={rowAt} className="emoji-row" role="presentation">
              {row.cells.map((emoji, column) => {
                const isChosen = place.row === rowAt && place.column === column
                return (
                  <button
                    key={emoji.emoji}
                    id={isChosen ? `${id}chosen` : undefined}
                    type="button"
                    role="option"
                    tabIndex={-1}
                    className="emoji-cell"
                    aria-selected={isChosen}
                    aria-label={emoji.name}
                    onPointerMove={() => setPlace({ row: rowAt, column })}
                    onClick={() => onChoose(form(emoji))}
                  >
                    {form(emoji)}
                  </button>
                )
              })}
            </div>
          ),
        )}
      </VList>
      <p className="emoji-foot truncated" aria-live="polite">
        {chosen ? (
          <>
            <span className="emoji-shown" aria-hidden="true">
              {form(chosen)}
            </span>
            {chosen.name}
          </>
        ) : (
          all && t('reactions.nothing')
        )}
      </p>
    </>
  )
}

/** Folded to the one that is chosen until the pointer or the keys are there. */
function Tones({ tone }: { tone: Tone }) {
  const { t } = useTranslation()
  return (
    <RadioGroup.Root
      className="emoji-tones"
      aria-label={t('reactions.tone')}
      orientation="horizontal"
      value={String(tone)}
      onValueChange={chosen => chooseTone(Number(chosen) as Tone)}
    >
      {tones.map(each => (
        <RadioGroup.Item
          key={each}
          value={String(each)}
          className="emoji-tone"
          aria-label={t(`reactions.tone_${each}`)}
          data-hint={t(`reactions.tone_${each}`)}
        >
          {toneSigns[each]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}

function cellAt(rows: readonly GridRow[], { row, column }: Place): Emoji | undefined {
  const found = rows[row]
  return found?.is === 'cells' ? found.cells[column] : undefined
}

function nameOf(group: number) {
  return emojiGroups.find(each => each.group === group)?.name ?? 'recent'
}
