import { DirectSetting } from '../direct/direct-setting.tsx'

/** How files go and come on this device. */
export function FileSettings() {
  return <DirectSetting />
}
