import { Smile } from 'lucide-react'
import { lazy, type RefObject, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { noteEmoji } from '../reactions/recent-emoji.ts'
import { writeAtCursor } from './write-at-cursor.ts'

const EmojiPicker = lazy(() =>
  import('../reactions/emoji-picker.tsx').then(({ EmojiPicker }) => ({ default: EmojiPicker })),
)

/** Puts an emoji where the cursor is. */
export function ComposerEmoji({ input }: { input: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTranslation()
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  return (
    <>
      <IconButton
        className="composer-emoji"
        name={t('composer.emoji')}
        aria-expanded={at !== null}
        onClick={({ currentTarget }) => {
          const { right, top } = currentTarget.getBoundingClientRect()
          setAt({ x: right, y: top - 4 })
        }}
      >
        <Smile size={18} aria-hidden="true" />
      </IconButton>
      {at && (
        <Suspense>
          <EmojiPicker
            at={at}
            onClose={() => setAt(null)}
            onChoose={emoji => {
              setAt(null)
              noteEmoji(emoji)
              // The picker gives the focus back before.
              requestAnimationFrame(() => input.current && writeAtCursor(input.current, emoji))
            }}
          />
        </Suspense>
      )}
    </>
  )
}
