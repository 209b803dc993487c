/** Loaded into every measured server (`--expose-gc --import`): SIGWINCH collects garbage, so that memory can be compared. */
process.on('SIGWINCH', () => (globalThis as { gc?: () => void }).gc?.())
