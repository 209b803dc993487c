import { createContext, useContext } from 'react'

/** Whether links and the like in a post are stops of the tab key: else a page full of them would stand before the composer. */
export const TabStops = createContext(false)

export const useTabIndex = () => (useContext(TabStops) ? 0 : -1)
