/** Keeps session tokens on this machine, encrypted with the operating system's keychain where it has one. */
import { join } from 'node:path'
import { app, safeStorage } from 'electron'
import { readJsonFile, writeJsonFile } from './json-file.ts'

/**
 * Whether the keychain encrypts. A Linux desktop without one (no keyring) would leave us with a password that everybody
 * knows; then the file's permissions alone guard the secrets, and the page is told so.
 */
export function secretsAreEncrypted(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

/** The secret, or null when there is none, or when the keychain cannot open it any more. */
export function readSecret(name: string): string | null {
  const kept = readJsonFile(secretsFile())[name]
  if (typeof kept !== 'string') return null
  const [form, content = ''] = kept.split(':', 2)
  const bytes = Buffer.from(content, 'base64')
  if (form === 'plain') return bytes.toString('utf8')
  try {
    return safeStorage.decryptString(bytes)
  } catch (error) {
    // Another keychain than the one that wrote it: the person logs in again.
    console.warn(`A secret could not be read: ${error instanceof Error ? error.message : error}`)
    return null
  }
}

export function writeSecret(name: string, value: string): void {
  const kept = secretsAreEncrypted()
    ? `encrypted:${safeStorage.encryptString(value).toString('base64')}`
    : `plain:${Buffer.from(value, 'utf8').toString('base64')}`
  writeJsonFile(secretsFile(), { ...readJsonFile(secretsFile()), [name]: kept })
}

export function deleteSecret(name: string): void {
  const { [name]: gone, ...others } = readJsonFile(secretsFile())
  if (gone !== undefined) writeJsonFile(secretsFile(), others)
}

const secretsFile = () => join(app.getPath('userData'), 'secrets.json')
