export const en = {
  online: 'Online',
  away: 'Away',
  offline: 'Offline',
  lastSeen: 'Last seen {{ago}}',
  lastSeenNow: 'Last seen just now',
}

export const ko: typeof en = {
  online: '온라인',
  away: '자리 비움',
  offline: '오프라인',
  lastSeen: '{{ago}} 접속',
  lastSeenNow: '방금 전 접속',
}
