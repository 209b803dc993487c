/** The way in, without the form. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NewSession } from '@chatter/shared/sessions.ts'

export type Credentials = { username: string; displayName: string; password: string }

/** Signs somebody up, or logs them in. */
export async function enter(
  serverUrl: string,
  door: 'signUp' | 'logIn',
  { displayName, ...credentials }: Credentials,
): Promise<NewSession> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const [path, form] = door === 'signUp' ? ['accounts', { displayName }] : ['sessions', {}]
  const answer = await fetch(`${serverUrl}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...credentials, ...form, timeZone }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as NewSession
}

/** Puts a session where an app that was never started will find it. */
export async function keepSession(profileDir: string, serverUrl: string, entered: NewSession): Promise<void> {
  const { account, session } = entered
  const kept = { serverName: 'Chatter', account, sessionId: session.id, token: session.token }
  const secret = `plain:${Buffer.from(JSON.stringify(kept)).toString('base64')}`
  await writeFile(join(profileDir, 'secrets.json'), JSON.stringify({ [serverUrl]: secret }), { mode: 0o600 })
}
