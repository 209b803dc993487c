import fp from 'fastify-plugin'
import { carrySignal } from './signals.ts'

export const signalCalls = fp(async app => {
  app.realtime.onCall('signal:send', async (signal, { account }) => {
    app.limits.take('signal', account.id)
    await carrySignal(app, account, signal)
    return {}
  })
})
