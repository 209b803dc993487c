/** What a person who prefers these locales wants checked, as the spell checker names it, best first. */
export function spellingLanguages(locales: readonly string[], available: readonly string[]): string[] {
  const chosen = locales.map(locale => {
    const [language = ''] = locale.split('-')
    const exact = available.find(name => name.toLowerCase() === locale.toLowerCase())
    // "en" alone is no dictionary; American English is what software means by it.
    const usual = language === 'en' ? 'en-US' : language
    return (
      exact ??
      available.find(name => name === usual) ??
      available.find(name => name.startsWith(`${language}-`))
    )
  })
  return [...new Set(chosen.filter(name => name !== undefined))]
}
