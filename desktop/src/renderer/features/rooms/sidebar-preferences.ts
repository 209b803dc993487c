/** How this device lists rooms: which sections are collapsed, and in which order each stands. */
import { create } from 'zustand'
import { recall, remember } from '../../lib/storage.ts'
import { type SectionName, type SectionOrder, type SectionOrders, sectionOrders } from './sidebar-sections.ts'

export type FoldableSection = SectionName | 'people'

type SidebarPreferences = { collapsed: readonly string[]; orders: SectionOrders }

const orderOf = (section: 'rooms' | 'directs', usual: SectionOrder) =>
  sectionOrders.find(order => order === recall(`order.${section}`)) ?? usual

export const useSidebarPreferences = create<SidebarPreferences>(() => ({
  collapsed: recall('collapsed')?.split(' ') ?? [],
  orders: { rooms: orderOf('rooms', 'name'), directs: orderOf('directs', 'recent') },
}))

const { getState, setState } = useSidebarPreferences

export function toggleSection(section: FoldableSection): void {
  const { collapsed } = getState()
  const after = collapsed.includes(section)
    ? collapsed.filter(each => each !== section)
    : [...collapsed, section]
  remember('collapsed', after.length > 0 ? after.join(' ') : null)
  setState({ collapsed: after })
}

export function orderSection(section: 'rooms' | 'directs', order: SectionOrder): void {
  remember(`order.${section}`, order)
  setState(({ orders }) => ({ orders: { ...orders, [section]: order } }))
}
