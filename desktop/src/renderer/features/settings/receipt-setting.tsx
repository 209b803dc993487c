import type { ErrorCode } from '@chatter/shared/errors.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Switch } from '../../ui/switch.tsx'
import { errorCode } from '../errors/error-code.ts'
import { useClient, useClientState } from '../session/use-client.ts'

/** Whether the other one of a conversation and I see how far each has read. It belongs to the account, not to this device. */
export function ReceiptSetting() {
  const { t } = useTranslation()
  const client = useClient()
  const [isOn, setOn] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<ErrorCode | null>(null)
  const isOnline = useClientState(({ connection }) => connection.state === 'online')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what could not be read is read with the next connection
  useEffect(() => {
    let isCurrent = true
    const found = (isOn: boolean) => {
      setOn(isOn)
      setProblem(null)
    }
    client.me().then(
      ({ readReceipts }) => isCurrent && found(readReceipts),
      // What is known already stays so without a connection.
      failure => isCurrent && isOn === null && setProblem(errorCode(failure)),
    )
    return () => {
      isCurrent = false
    }
  }, [client, isOnline])
  const change = (readReceipts: boolean) => {
    setOn(readReceipts)
    setProblem(null)
    client.changeMe({ readReceipts }).catch(failure => {
      setOn(!readReceipts)
      setProblem(errorCode(failure))
    })
  }
  return (
    <div className="settings-section">
      <Switch
        label={t('settings.receipts')}
        help={t('settings.receiptsHelp')}
        isOn={isOn ?? false}
        isDisabled={isOn === null}
        onSwitch={change}
      />
      {problem && (
        <p className="field-note field-error" role="alert">
          {isOn === null
            ? t(`errors.${problem}`)
            : t('settings.saveFailed', { reason: t(`errors.${problem}`) })}
        </p>
      )}
    </div>
  )
}
