/** Loaded into every measured server (`--expose-gc --import`): SIGUSR2 collects garbage, so that memory can be compared. */
process.on('SIGUSR2', () => (globalThis as { gc?: () => void }).gc?.())
