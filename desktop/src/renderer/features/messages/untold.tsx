import { CloudOff } from 'lucide-react'
import { useWords } from '../../lib/use-words.ts'
import { Tile } from '../../ui/tile.tsx'
import './room-start.css'

/** Where messages would be, in a room of which this machine knows none, while there is no connection. */
export function Untold() {
  const { t } = useWords()
  return (
    <section className="room-start">
      <Tile size={48} isAccented>
        <CloudOff size={24} aria-hidden="true" />
      </Tile>
      <h2 className="room-start-name">{t('messages.untold')}</h2>
      <p className="room-start-note">{t('messages.untoldNote')}</p>
    </section>
  )
}
