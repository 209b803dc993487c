import type { ErrorCode } from '@chatter/shared/errors.ts'

/** What each failure means to a person, and what they can do. */
export const en = {
  invalid_input: 'Something in here is not right. Please check it and try again.',
  username_invalid:
    'Use 2 to 32 letters or digits of any script; a dot, dash or underscore may stand between them.',
  password_too_short: 'Use at least 10 characters.',
  password_too_long: 'Use at most 256 characters.',
  password_too_common: 'Too many people use this password. Please choose a less common one.',
  display_name_invalid: 'Use 1 to 64 visible characters.',
  message_empty: 'The message is empty.',
  message_too_long: 'The message is longer than 20,000 characters.',
  wrong_credentials: 'The user name or the password is wrong.',
  wrong_code: 'This is not the code of this server. Ask whoever runs it.',
  unauthenticated: 'You have been logged out. Please log in again.',
  forbidden: 'You may not do this.',
  not_found: 'This does not exist any more, or is not open to you.',
  username_taken: 'This user name is taken. Please choose another.',
  room_name_taken: 'A room has this name already.',
  conflict:
    'There is no room for more: a room has at most 100 pinned messages, and a message at most 50 different emoji.',
  too_large: 'This is too large.',
  type_forbidden: 'Files of this type are not allowed on this server.',
  upload_broken: 'The file changed or was damaged on its way. Please send it again.',
  protocol_unsupported: 'The app and the server speak different versions. Please update Chatter.',
  rate_limited: 'That was a lot at once. Please wait a moment and try again.',
  internal: 'The server made a mistake. Please try again.',
  unavailable: 'The server cannot be reached right now.',
  quota_exceeded: 'There is no space left for this file: your share or the server is full.',
} satisfies Record<ErrorCode, string>

export const ko: typeof en = {
  invalid_input: '입력한 내용에 잘못된 부분이 있어요. 확인하고 다시 시도해 주세요.',
  username_invalid: '문자나 숫자 2~32자로 써 주세요. 사이에 점, 붙임표, 밑줄을 넣을 수 있어요.',
  password_too_short: '10자 이상으로 써 주세요.',
  password_too_long: '256자 이하로 써 주세요.',
  password_too_common: '너무 흔한 비밀번호예요. 다른 비밀번호를 써 주세요.',
  display_name_invalid: '보이는 글자 1~64자로 써 주세요.',
  message_empty: '메시지가 비어 있어요.',
  message_too_long: '메시지가 20,000자를 넘어요.',
  wrong_credentials: '사용자 이름이나 비밀번호가 맞지 않아요.',
  wrong_code: '초대 코드가 맞지 않아요. 서버 관리자에게 물어보세요.',
  unauthenticated: '로그아웃되었어요. 다시 로그인해 주세요.',
  forbidden: '이 작업을 할 권한이 없어요.',
  not_found: '더 이상 없거나 볼 수 없는 항목이에요.',
  username_taken: '이미 쓰고 있는 사용자 이름이에요. 다른 이름을 써 주세요.',
  room_name_taken: '같은 이름의 대화방이 이미 있어요.',
  conflict:
    '더 추가할 수 없어요. 고정 메시지는 대화방마다 100개, 서로 다른 이모지는 메시지마다 50개까지예요.',
  too_large: '크기가 너무 커요.',
  type_forbidden: '이 서버에서는 이런 파일을 보낼 수 없어요.',
  upload_broken: '보내는 동안 파일이 바뀌었거나 손상됐어요. 다시 보내 주세요.',
  protocol_unsupported: '앱과 서버의 버전이 서로 맞지 않아요. Chatter를 업데이트해 주세요.',
  rate_limited: '한꺼번에 너무 많이 요청했어요. 잠시 후 다시 시도해 주세요.',
  internal: '서버에 문제가 생겼어요. 다시 시도해 주세요.',
  unavailable: '지금은 서버에 연결할 수 없어요.',
  quota_exceeded: '저장 공간이 부족해 이 파일을 보낼 수 없어요.',
}
