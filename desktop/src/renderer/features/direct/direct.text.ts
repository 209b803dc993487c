export const en = {
  setting: 'Send files directly when both are online',
  settingHelp:
    'In direct messages, larger files go straight from app to app when both are in reach of each other; the server keeps no copy. ' +
    'Files of people you wrote to come that way, and are saved to the downloads folder. When there is no way, or it breaks, they go through the server.',
  incoming: 'Files on their way to you',
  from: 'Directly from {{name}}',
  waiting: 'The rest comes through the server',
  arrived: 'All of it is here',
  refuse: 'Do not take {{name}} directly',
  note: 'It went directly from person to person, and the server has no copy.',
  noteMine:
    'It went directly from person to person, and the server has no copy. While you are online, {{name}} can get it again from this app.',
  noteGone: 'It went directly from person to person. Neither the server nor this app has a copy.',
  changed: 'The saved file was changed or cannot be read.',
  again: 'Get it again',
  waitingToAsk: 'It is asked for as soon as you are connected',
  asking: 'Asking the sender’s app',
  receiving: 'On its way again',
  offline: '{{name}} is not online now. Try again when they are, or ask them to send it again.',
  cannot: '{{name}}’s app could not give it. Ask them to send it again.',
}

export const ko: typeof en = {
  setting: '둘 다 온라인일 때 파일 바로 보내기',
  settingHelp:
    '개인 대화에서 큰 파일은 두 앱이 서로 닿을 수 있으면 앱에서 앱으로 바로 가고, 서버에는 사본이 남지 않아요. ' +
    '내가 메시지를 보낸 적 있는 사람의 파일만 그렇게 오고, 다운로드 폴더에 저장돼요. 길이 없거나 끊기면 서버를 거쳐 가요.',
  incoming: '나에게 오고 있는 파일',
  from: '{{name}} 님에게서 바로 오는 중',
  waiting: '나머지는 서버를 거쳐 와요',
  arrived: '모두 도착함',
  refuse: '{{name}} 바로 받지 않기',
  note: '사람에게서 사람에게로 바로 간 파일이라 서버에는 사본이 없어요.',
  noteMine:
    '사람에게서 사람에게로 바로 간 파일이라 서버에는 사본이 없어요. 온라인인 동안 {{name}} 님이 이 앱에서 다시 받을 수 있어요.',
  noteGone: '사람에게서 사람에게로 바로 간 파일이라 서버에도 이 앱에도 사본이 없어요.',
  changed: '저장한 파일이 바뀌었거나 읽을 수 없어요.',
  again: '다시 받기',
  waitingToAsk: '연결되면 바로 물어볼게요',
  asking: '보낸 사람의 앱에 물어보는 중',
  receiving: '다시 오는 중',
  offline: '{{name}} 님이 지금 온라인이 아니에요. 온라인일 때 다시 시도하거나 다시 보내 달라고 해 주세요.',
  cannot: '{{name}} 님의 앱이 줄 수 없었어요. 다시 보내 달라고 해 주세요.',
}
