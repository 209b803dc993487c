import './spinner.css'

/** Says without words that something works. */
export function Spinner() {
  return <span className="spinner" aria-hidden="true" />
}
