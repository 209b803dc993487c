import type { Message } from '@chatter/shared/messages.ts'
import type { Point } from '../messages/message-overlays.ts'
import { EmojiPicker } from './emoji-picker.tsx'
import { useToggleReaction } from './use-toggle-reaction.ts'

/** Chooses the emoji to react with. */
export default function ReactionPicker(props: { message: Message; at: Point; onClose: () => void }) {
  const { message, at, onClose } = props
  const toggle = useToggleReaction(message)
  return (
    <EmojiPicker
      at={at}
      onClose={onClose}
      onChoose={emoji => {
        onClose()
        toggle(emoji)
      }}
    />
  )
}
