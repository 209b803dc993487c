export const en = {
  skip: 'Skip to messages',
  closeDialog: 'Close',
  cancel: 'Cancel',
  sidebar: 'Conversations',
  crashed: 'Something went wrong in the app.',
  crashedNote: 'Nothing that you wrote is lost. Starting the window again usually helps.',
  restart: 'Start again',
}

export const ko: typeof en = {
  skip: '메시지로 건너뛰기',
  closeDialog: '닫기',
  cancel: '취소',
  sidebar: '대화 목록',
  crashed: '앱에 문제가 생겼어요.',
  crashedNote: '쓰신 글은 그대로 보관돼 있어요. 창을 다시 시작하면 대부분 해결돼요.',
  restart: '다시 시작',
}
