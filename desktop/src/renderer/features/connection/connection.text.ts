export const en = {
  online: 'Connected',
  connecting: 'Connecting…',
  catchingUp: 'Catching up…',
  offline: 'Offline',
  offlineNote: 'Offline. What you write is kept and sent later.',
  waiting_one: 'Offline. {{count}} message waits and will be sent later.',
  waiting_other: 'Offline. {{count}} messages wait and will be sent later.',
  tryNow: 'Try now',
  unsupported:
    'This app and the server speak different versions. Please update Chatter or ask the server’s owner to.',
  refused: 'The server refused the connection.',
}

export const ko = {
  online: '연결됨',
  connecting: '연결하는 중…',
  catchingUp: '새 내용을 가져오는 중…',
  offline: '오프라인',
  offlineNote: '오프라인이에요. 쓰신 글은 보관했다가 연결되면 보내 드려요.',
  waiting_other: '오프라인이에요. 메시지 {{count}}개를 보관 중이고, 연결되면 보내 드려요.',
  tryNow: '지금 연결',
  unsupported: '앱과 서버의 버전이 서로 맞지 않아요. Chatter를 업데이트하거나 서버 관리자에게 문의해 주세요.',
  refused: '서버가 연결을 거절했어요.',
}
