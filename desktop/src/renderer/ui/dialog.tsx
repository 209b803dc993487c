import { X } from 'lucide-react'
import { AlertDialog, Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isForInputMethod } from '../lib/composition.ts'
import { useReturnFocus } from '../lib/use-return-focus.ts'
import './dialog.css'

type DialogProps = {
  title: string
  note?: ReactNode
  className?: string
  /** What stands at the foot and does not scroll: the actions. */
  foot?: ReactNode
  onClose: () => void
  children: ReactNode
}

// A portal that is told where to go is filled at once, so that keys are listened to from the first moment.

/** Something that is done apart from the conversation. Closes with Escape, the cross, and a click outside. */
export function Dialog({ title, note, className = '', foot, onClose, children }: DialogProps) {
  const { t } = useTranslation()
  useReturnFocus()
  return (
    <Radix.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Radix.Portal container={document.body}>
        {/* Radix's own veil would lock scrolling with an inline style sheet, which our policy forbids. */}
        <div className="dialog-veil" />
        <Radix.Content
          className={`dialog ${className}`}
          {...(!note && { 'aria-describedby': undefined })}
          onEscapeKeyDown={event => isForInputMethod(event) && event.preventDefault()}
        >
          <header className="dialog-head">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            {note && <Radix.Description className="dialog-note">{note}</Radix.Description>}
          </header>
          <div className="dialog-body">{children}</div>
          {foot && <footer className="dialog-foot">{foot}</footer>}
          <Radix.Close className="icon-button dialog-close" aria-label={t('app.closeDialog')}>
            <X size={18} aria-hidden="true" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type QuestionProps = { title: string; words: ReactNode; onClose: () => void; children: ReactNode }

/** Asks before something that cannot be taken back. What stands in it ends with its `question-actions`. */
export function Question({ title, words, onClose, children }: QuestionProps) {
  useReturnFocus()
  return (
    <AlertDialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <AlertDialog.Portal container={document.body}>
        <div className="dialog-veil" />
        <AlertDialog.Content
          className="question"
          onEscapeKeyDown={event => isForInputMethod(event) && event.preventDefault()}
        >
          <AlertDialog.Title className="question-title">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="question-words">{words}</div>
          </AlertDialog.Description>
          {children}
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
