import { X } from 'lucide-react'
import { AlertDialog, Dialog as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isForInputMethod } from '../lib/composition.ts'
import { noteDialog } from '../lib/open-dialogs.ts'
import { useReturnFocus } from '../lib/use-return-focus.ts'
import './dialog.css'

type FrameProps = {
  className: string
  /** Whether a description stands inside. */
  hasNote?: boolean
  onClose: () => void
  children: ReactNode
}

// A portal that is told where to go is filled at once, so that keys are listened to from the first moment.

/** What every dialog stands in. Who lays it out alone puts a {@link DialogTitle} and a {@link DialogClose} inside. */
export function DialogFrame({ className, hasNote, onClose, children }: FrameProps) {
  useReturnFocus()
  useNoted(onClose)
  return (
    <Radix.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Radix.Portal container={document.body}>
        {/* Radix's own veil would lock scrolling with an inline style sheet, which our policy forbids. */}
        <div className="dialog-veil" />
        <Radix.Content
          className={className}
          {...(!hasNote && { 'aria-describedby': undefined })}
          onEscapeKeyDown={event => isForInputMethod(event) && event.preventDefault()}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Makes known that the conversation is behind this dialog. */
function useNoted(onClose: () => void) {
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => noteDialog(() => close.current()), [])
}

type TitleProps = { className?: string; children: ReactNode }

export function DialogTitle({ className = 'dialog-title', children }: TitleProps) {
  return <Radix.Title className={className}>{children}</Radix.Title>
}

/** The cross in the upper right corner. */
export function DialogClose() {
  const { t } = useTranslation()
  return (
    <Radix.Close className="icon-button dialog-close" aria-label={t('app.closeDialog')}>
      <X size={18} aria-hidden="true" />
    </Radix.Close>
  )
}

type DialogProps = {
  title: string
  note?: ReactNode
  className?: string
  /** What stands at the foot and does not scroll: the actions. */
  foot?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** Something that is done apart from the conversation. Closes with Escape, the cross, and a click outside. */
export function Dialog({ title, note, className = '', foot, onClose, children }: DialogProps) {
  return (
    <DialogFrame className={`dialog ${className}`} hasNote={Boolean(note)} onClose={onClose}>
      <header className="dialog-head">
        <DialogTitle>{title}</DialogTitle>
        {note && <Radix.Description className="dialog-note">{note}</Radix.Description>}
      </header>
      <div className="dialog-body">{children}</div>
      {foot && <footer className="dialog-foot">{foot}</footer>}
      <DialogClose />
    </DialogFrame>
  )
}

type QuestionProps = { title: string; words: ReactNode; onClose: () => void; children: ReactNode }

/** Asks before something that cannot be taken back. What stands in it ends with its `question-actions`. */
export function Question({ title, words, onClose, children }: QuestionProps) {
  useReturnFocus()
  useNoted(onClose)
  return (
    <AlertDialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <AlertDialog.Portal container={document.body}>
        <div className="dialog-veil" />
        <AlertDialog.Content
          className="question"
          onOpenAutoFocus={focusFirst}
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

/** What is asked for first, or else the way back: Radix would leave the focus behind the question. */
function focusFirst(event: Event) {
  event.preventDefault()
  if (event.target instanceof HTMLElement) event.target.querySelector<HTMLElement>('input, button')?.focus()
}
