import { app } from 'electron'

/**
 * Chromium lets the timers of a page that is out of sight for five minutes run once a minute. A chat that reconnects so
 * late would miss what it is there to tell; once a second, which remains, costs nothing. Must happen before `ready`.
 */
export function setupTimers(): void {
  const others = app.commandLine.getSwitchValue('disable-features')
  app.commandLine.appendSwitch(
    'disable-features',
    [others, 'IntensiveWakeUpThrottling'].filter(Boolean).join(','),
  )
}
