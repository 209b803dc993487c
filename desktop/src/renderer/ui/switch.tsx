import { Switch as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import './switch.css'

type SwitchProps = {
  label: string
  help?: ReactNode
  isOn: boolean
  isDisabled?: boolean
  onSwitch: (isOn: boolean) => void
}

/** Something that is on or off, with what that means. */
export function Switch({ label, help, isOn, isDisabled, onSwitch }: SwitchProps) {
  const id = useId()
  return (
    <div className="switch-row">
      <div className="switch-words">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        {help && (
          <div className="field-note" id={`${id}note`}>
            {help}
          </div>
        )}
      </div>
      <Radix.Root
        id={id}
        className="switch"
        checked={isOn}
        disabled={isDisabled ?? false}
        aria-describedby={help ? `${id}note` : undefined}
        onCheckedChange={onSwitch}
      >
        <Radix.Thumb className="switch-thumb" />
      </Radix.Root>
    </div>
  )
}
