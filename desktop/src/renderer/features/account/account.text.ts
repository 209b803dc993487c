export const en = {
  account: 'Your account:',
  settings: 'Settings',
  logOut: 'Log out',
  editProfile: 'Edit profile',
  logOutTitle: 'Log out of {{server}}?',
  logOutNote: 'Messages that are kept on this device are removed from it. They stay on the server.',
  logOutUnsent: 'This is on this device only and would be lost: {{what}}.',
  unsent_posts_one: '{{count}} message that has not been sent',
  unsent_posts_other: '{{count}} messages that have not been sent',
  unsent_drafts_one: '{{count}} draft',
  unsent_drafts_other: '{{count}} drafts',
  unsent_files_one: '{{count}} attached file',
  unsent_files_other: '{{count}} attached files',
  logOutOffline:
    'The server cannot be reached now. It is told as soon as this device reaches it again; until then you can end this session from another device.',
}

export const ko = {
  account: '내 계정:',
  settings: '설정',
  logOut: '로그아웃',
  editProfile: '프로필 수정',
  logOutTitle: '{{server}}에서 로그아웃할까요?',
  logOutNote: '이 기기에 보관된 메시지가 지워져요. 서버에는 그대로 남아 있어요.',
  logOutUnsent: '이 기기에만 있어서 사라지는 것: {{what}}.',
  unsent_posts_other: '보내지 못한 메시지 {{count}}개',
  unsent_drafts_other: '쓰던 글 {{count}}개',
  unsent_files_other: '첨부한 파일 {{count}}개',
  logOutOffline:
    '지금은 서버에 연결할 수 없어요. 이 기기가 서버에 다시 연결되면 로그아웃을 알려요. 그때까지는 다른 기기에서 이 세션을 끝낼 수 있어요.',
}
