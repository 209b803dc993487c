export const en = {
  online: 'Online',
  away: 'Away',
  offline: 'Offline',
  unknown: 'Unknown without a connection',
  deactivated: 'Deactivated',
  lastSeen: 'Last seen {{ago}}',
  lastSeenNow: 'Last seen just now',
}

export const ko: typeof en = {
  online: '온라인',
  away: '자리 비움',
  offline: '오프라인',
  unknown: '연결이 끊겨 알 수 없음',
  deactivated: '비활성화됨',
  lastSeen: '{{ago}} 접속',
  lastSeenNow: '방금 전 접속',
}
