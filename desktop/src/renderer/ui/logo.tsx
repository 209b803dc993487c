/** The app's mark, as in `desktop/build/icon.svg`: a C that speaks, with somebody present in it. */
export function Logo({ size = 44 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="64 64 896 896" aria-hidden="true">
      <rect x="64" y="64" width="896" height="896" rx="208" fill="var(--accent)" />
      <path
        d="M678 356A228 228 0 1 0 678 678"
        fill="none"
        stroke="#fff"
        strokeWidth="104"
        strokeLinecap="round"
      />
      <path
        d="M318 604C312 690 290 742 246 778 330 788 412 764 470 718Z"
        fill="#fff"
        stroke="#fff"
        strokeWidth="24"
        strokeLinejoin="round"
      />
      <circle cx="516" cy="517" r="74" fill="#5df0b2" />
    </svg>
  )
}
