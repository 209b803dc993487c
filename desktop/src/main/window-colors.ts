/** The page's own `--canvas`, shown until the page paints, so that nothing flashes. */
export const windowColors = { light: '#ffffff', dark: '#17181c' } as const
