export const en = {
  online: 'Connected',
  connecting: 'Connecting…',
  catchingUp: 'Catching up…',
  offline: 'Offline',
  offlineNote: 'Offline. What you write is kept and sent later.',
  waiting_one: 'Offline. {{count}} message waits and will be sent later.',
  waiting_other: 'Offline. {{count}} messages wait and will be sent later.',
  offlineUnkept: 'Offline. What you write is sent later, as long as Chatter stays open.',
  unkept:
    'This device cannot keep what you write: its disk is full or locked. What is not sent before Chatter closes is lost.',
  unread:
    'What you wrote earlier and was not sent cannot be read now: the disk is full or locked. It stays where it is. Free some space and start Chatter again; what you write until then is not kept.',
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
  offlineUnkept: '오프라인이에요. Chatter를 켜 두시면 연결될 때 보내 드려요.',
  unkept:
    '쓰신 글을 이 기기에 저장하지 못하고 있어요. 디스크가 가득 찼거나 잠겨 있어요. 보내기 전에 Chatter를 닫으면 글이 사라져요.',
  unread:
    '전에 쓰고 보내지 못한 글을 지금 읽을 수 없어요. 디스크가 가득 찼거나 잠겨 있어요. 글은 그대로 남아 있으니 공간을 확보한 뒤 Chatter를 다시 시작해 주세요. 그때까지 쓰신 글은 저장되지 않아요.',
  tryNow: '지금 연결',
  unsupported: '앱과 서버의 버전이 서로 맞지 않아요. Chatter를 업데이트하거나 서버 관리자에게 문의해 주세요.',
  refused: '서버가 연결을 거절했어요.',
}
