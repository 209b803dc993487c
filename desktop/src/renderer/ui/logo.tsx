/** Two speech bubbles that share an edge: a talk. */
export function Logo({ size = 44 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 44 44" aria-hidden="true">
      <rect width="44" height="44" rx="13" fill="var(--accent)" />
      <path
        d="M12 13.5h14a4 4 0 0 1 4 4v5.5a4 4 0 0 1-4 4h-7.2l-5 4.1c-.7.5-1.6.1-1.6-.8V27A4 4 0 0 1 8 23v-5.5a4 4 0 0 1 4-4Z"
        fill="#fff"
      />
      <path
        d="M33 19.2a4 4 0 0 1 3 3.9V28a4 4 0 0 1-3.6 4v2.6c0 .8-1 1.3-1.6.7L27.400 32H23a4 4 0 0 1-2.700-1.100"
        fill="none"
        stroke="#fff"
        strokeWidth="2.400"
        strokeLinecap="round"
        strokeLinejoin="round"
        opacity="0.75"
      />
    </svg>
  )
}
