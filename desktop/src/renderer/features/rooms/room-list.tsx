import { Compass, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useWords } from '../../lib/use-words.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { openDialog } from '../navigation/navigation.ts'
import { useClient, useClientState } from '../session/use-client.ts'
import { FavouriteList } from './favourite-list.tsx'
import { RoomItem } from './room-item.tsx'
import { orderSection, useSidebarPreferences } from './sidebar-preferences.ts'
import { SidebarSection } from './sidebar-section.tsx'
import { listSections, type Section, type SectionOrder, sectionOrders } from './sidebar-sections.ts'
import { useVisible } from './use-visible.ts'
import './room-list.css'

/** My favourites, the rooms of many that I am in, and those with one person each. */
export function RoomList() {
  const { language } = useWords()
  const rooms = useClientState(({ snapshot }) => snapshot.rooms)
  const orders = useSidebarPreferences(state => state.orders)
  const [favourites, many, directs] = useMemo(
    () => listSections(rooms, orders, language) as [Section, Section, Section],
    [rooms, orders, language],
  )
  return (
    <>
      {favourites.rooms.length > 0 && <FavouriteList section={favourites} />}
      <RoomSection section={many} />
      {directs.rooms.length > 0 && <RoomSection section={directs} />}
    </>
  )
}

function RoomSection({ section }: { section: Section }) {
  const { t } = useWords()
  const { name } = section
  const rooms = useVisible(section)
  const entries = useSectionMenu(name === 'directs' ? 'directs' : 'rooms')
  return (
    <SidebarSection
      section={name}
      title={t(`rooms.${name}`)}
      menuName={t('rooms.sectionMenu', { section: t(`rooms.${name}`) })}
      entries={entries}
      action={name === 'rooms' && <AddRoom />}
    >
      <ul>
        {rooms.map(room => (
          <li key={room.id}>
            <RoomItem room={room} />
          </li>
        ))}
      </ul>
    </SidebarSection>
  )
}

function AddRoom() {
  const { t } = useWords()
  const entries: MenuEntry[] = [
    {
      name: t('rooms.create'),
      Icon: Plus,
      onChoose: () => openDialog({ kind: 'create-room', name: '' }),
    },
    { name: t('rooms.browse'), Icon: Compass, onChoose: () => openDialog({ kind: 'browse-rooms' }) },
  ]
  return (
    <Menu entries={entries}>
      <IconButton name={t('rooms.addRoom')}>
        <Plus size={16} aria-hidden="true" />
      </IconButton>
    </Menu>
  )
}

function useSectionMenu(section: 'rooms' | 'directs'): MenuEntry[] {
  const { t } = useWords()
  const client = useClient()
  const order = useSidebarPreferences(({ orders }) => orders[section])
  return [
    {
      label: t('rooms.order'),
      value: order,
      choices: sectionOrders.map(value => ({ value, name: t(`rooms.order_${value}`) })),
      onChoose: value => orderSection(section, value as SectionOrder),
    },
    'line',
    { name: t('rooms.markAllRead'), keys: 'Shift+Esc', onChoose: () => client.markAllRead() },
  ]
}
