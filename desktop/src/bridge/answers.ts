import type { BridgeAnswer, BridgeRequest, RequestName } from './bridge.ts'

/** Who answers each request. What has no answer may return anything. */
export type Answers = {
  [Name in RequestName]: BridgeAnswer<Name> extends undefined
    ? (request: BridgeRequest<Name>) => void | Promise<void>
    : (request: BridgeRequest<Name>) => BridgeAnswer<Name> | Promise<BridgeAnswer<Name>>
}
