import type { ErrorCode } from '@chatter/shared/errors.ts'
import type { RoomCreation } from '@chatter/shared/rooms.ts'
import { Hash, Lock } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../lib/use-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { closeDialog } from '../navigation/navigation.ts'
import { explainRefusal, findMistakes, type RoomMistakes, type RoomWords } from './room-mistakes.ts'
import './room-form.css'

type FormProps = {
  title: string
  note?: string
  action: string
  start: Required<Omit<RoomCreation, 'kind'>> & { kind: RoomCreation['kind'] }
  /** A room keeps its kind for ever, and the lobby is for everybody. */
  canChooseKind?: boolean
  canAnnounce?: boolean
  /** @throws ChatterError as the server refuses */
  onSave: (room: Required<RoomCreation>) => Promise<void>
}

/** What a room is called and what it is for: when it is made, and when it changes. */
export function RoomForm({ title, note, action, start, canChooseKind, canAnnounce, onSave }: FormProps) {
  const { t } = useTranslation()
  const [room, setRoom] = useState(start)
  const [mistakes, setMistakes] = useState<RoomMistakes>({})
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const [isBusy, setBusy] = useState(false)
  const nameInput = useRef<HTMLInputElement>(null)
  const topicInput = useRef<HTMLInputElement>(null)
  const change = (changed: Partial<typeof room>) => {
    setRoom({ ...room, ...changed })
    setMistakes(known => Object.fromEntries(Object.entries(known).filter(([field]) => !(field in changed))))
    setProblem(null)
  }
  const save = async () => {
    if (isBusy) return
    const found = findMistakes(room)
    setMistakes(found)
    if (Object.keys(found).length > 0) return nameInput.current?.focus()
    setBusy(true)
    try {
      await onSave(room)
    } catch (failure) {
      const refusal = explainRefusal(failure)
      if (typeof refusal === 'string') setProblem(refusal)
      else {
        setMistakes(refusal)
        if (refusal.name) nameInput.current?.select()
      }
      setBusy(false)
    }
  }
  const onEnter = ({ key }: { key: string }) => {
    if (key !== 'Enter') return false
    void save()
    return true
  }
  useKeys(nameInput, onEnter)
  useKeys(topicInput, onEnter)
  const wrong = (field: keyof RoomWords) => {
    if (mistakes[field] === 'taken') return t('rooms.nameTaken')
    return mistakes[field] && t(`rooms.${field}Invalid`)
  }
  return (
    <Dialog
      title={title}
      note={note}
      onClose={closeDialog}
      foot={
        <>
          {problem && (
            <p className="dialog-problem" role="alert">
              {t('rooms.saveFailed', { reason: t(`errors.${problem}`) })}
            </p>
          )}
          <Button onClick={closeDialog}>{t('app.cancel')}</Button>
          <Button look="strong" isBusy={isBusy} onClick={save}>
            {action}
          </Button>
        </>
      }
    >
      <div className="room-form">
        <Field
          ref={nameInput}
          label={t('rooms.name')}
          value={room.name}
          error={wrong('name')}
          help={t('rooms.nameHelp')}
          autoComplete="off"
          spellCheck={false}
          onText={name => change({ name })}
        />
        {canChooseKind && <KindChoice kind={room.kind} onChoose={kind => change({ kind })} />}
        <Field
          ref={topicInput}
          label={t('rooms.optional', { label: t('rooms.topic') })}
          value={room.topic}
          error={wrong('topic')}
          help={t('rooms.topicHelp')}
          autoComplete="off"
          onText={topic => change({ topic })}
        />
        <TextArea
          label={t('rooms.optional', { label: t('rooms.description') })}
          value={room.description}
          error={wrong('description')}
          help={t('rooms.descriptionHelp')}
          onText={description => change({ description })}
        />
        {canAnnounce && (
          <Switch
            label={t('rooms.announcement')}
            help={t('rooms.announcementNote')}
            isOn={room.announcement}
            onSwitch={announcement => change({ announcement })}
          />
        )}
      </div>
    </Dialog>
  )
}

const kinds = { public: Hash, private: Lock } as const

function KindChoice({
  kind,
  onChoose,
}: {
  kind: RoomCreation['kind']
  onChoose: (kind: RoomCreation['kind']) => void
}) {
  const { t } = useTranslation()
  return (
    <fieldset className="room-kinds">
      <legend className="field-label">{t('rooms.kind')}</legend>
      <RadioGroup.Root
        className="room-kinds-row"
        aria-label={t('rooms.kind')}
        value={kind}
        onValueChange={chosen => onChoose(chosen as RoomCreation['kind'])}
      >
        {(Object.keys(kinds) as RoomCreation['kind'][]).map(each => {
          const Icon = kinds[each]
          return (
            <RadioGroup.Item key={each} value={each} className="room-kind" aria-label={t(`rooms.${each}`)}>
              <span className="room-kind-name">
                <Icon size={15} aria-hidden="true" />
                {t(`rooms.${each}`)}
              </span>
              <span className="field-note">{t(`rooms.${each}Note`)}</span>
            </RadioGroup.Item>
          )
        })}
      </RadioGroup.Root>
    </fieldset>
  )
}
