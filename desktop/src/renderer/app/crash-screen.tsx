import { Component, type ReactNode } from 'react'
import { type WithTranslation, withTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import './no-room.css'

type CrashProps = WithTranslation & { children: ReactNode }

/** A mistake of ours in a view must not leave a blank window: it is logged, and the person can go on. */
class Crash extends Component<CrashProps, { hasCrashed: boolean }> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError() {
    return { hasCrashed: true }
  }

  override componentDidCatch(error: unknown) {
    console.error(error)
  }

  override render() {
    const { t, children } = this.props
    if (!this.state.hasCrashed) return children
    return (
      <main className="frame-main crash-screen no-room" role="alert">
        <h1>{t('app.crashed')}</h1>
        <p>{t('app.crashedNote')}</p>
        <Button look="strong" onClick={() => location.reload()}>
          {t('app.restart')}
        </Button>
      </main>
    )
  }
}

export const CrashScreen = withTranslation()(Crash)
