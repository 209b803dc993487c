const widths = ['short', 'long', 'middle', 'long', 'short', 'middle'] as const

/** Stands where messages will be, while a room that this device never saw is fetched. */
export function TimelineSkeleton() {
  return (
    <div className="timeline-skeleton" aria-hidden="true">
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never move
        <div key={index} className="skeleton-post">
          <span className="skeleton-picture" />
          <span className="skeleton-name" />
          <span className={`skeleton-line skeleton-${width}`} />
        </div>
      ))}
    </div>
  )
}
