/** What a person who prefers these locales wants checked, as the spell checker names it, best first. */
export function spellingLanguages(locales: readonly string[], available: readonly string[]): string[] {
  const chosen = locales.map(locale => {
    const [language = ''] = locale.split('-')
    // "en" alone is no dictionary, though Chromium lists it; American English is what software means by it.
    if (locale === 'en') return available.find(name => name === 'en-US')
    const exact = available.find(name => name.toLowerCase() === locale.toLowerCase())
    return (
      exact ??
      available.find(name => name === language) ??
      available.find(name => name.startsWith(`${language}-`))
    )
  })
  return [...new Set(chosen.filter(name => name !== undefined))]
}
