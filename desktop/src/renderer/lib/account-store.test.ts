import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccountStore, emptyAccountStores } from './account-store.ts'

test('[SES14] what one person looked for is gone before the next one comes', () => {
  const useSearch = createAccountStore(() => ({ text: '', looked: null as number | null }))
  const useRefusals = createAccountStore<Record<number, string>>(() => ({}))
  useSearch.setState({ text: 'salaries', looked: 3 })
  useRefusals.setState({ 1: 'layoffs.zip' })
  emptyAccountStores()
  assert.deepEqual(useSearch.getState(), { text: '', looked: null })
  assert.deepEqual(useRefusals.getState(), {})
})
