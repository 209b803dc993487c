import { RadioGroup } from 'radix-ui'

type ChoicesProps<Value extends string> = {
  label: string
  value: Value
  choices: readonly { value: Value; name: string; lang?: string }[]
  onChoose: (value: Value) => void
}

/** One of a few, all in sight. */
export function Choices<Value extends string>({ label, value, choices, onChoose }: ChoicesProps<Value>) {
  return (
    <fieldset className="choices">
      <legend className="field-label">{label}</legend>
      <RadioGroup.Root
        className="choices-row"
        aria-label={label}
        orientation="horizontal"
        value={value}
        onValueChange={chosen => onChoose(chosen as Value)}
      >
        {choices.map(choice => (
          <RadioGroup.Item key={choice.value} value={choice.value} className="choice" lang={choice.lang}>
            {choice.name}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </fieldset>
  )
}
