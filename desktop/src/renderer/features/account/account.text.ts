export const en = {
  account: 'Your account:',
  settings: 'Settings',
  logOut: 'Log out',
  editProfile: 'Edit profile',
  logOutTitle: 'Log out of {{server}}?',
  logOutNote: 'Messages that are kept on this device are removed from it. They stay on the server.',
  logOutUnsent_one: '{{count}} message has not been sent yet and would be lost.',
  logOutUnsent_other: '{{count}} messages have not been sent yet and would be lost.',
}

export const ko = {
  account: '내 계정:',
  settings: '설정',
  logOut: '로그아웃',
  editProfile: '프로필 수정',
  logOutTitle: '{{server}}에서 로그아웃할까요?',
  logOutNote: '이 기기에 보관된 메시지가 지워져요. 서버에는 그대로 남아 있어요.',
  logOutUnsent_other: '아직 보내지 못한 메시지 {{count}}개가 사라져요.',
}
