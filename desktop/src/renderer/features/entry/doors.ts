/** The two ways in. */
export const doors = ['logIn', 'signUp'] as const
export type Door = (typeof doors)[number]
