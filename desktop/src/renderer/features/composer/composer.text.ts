export const en = {
  message: 'Message',
  toRoom: 'Write in {{name}}',
  toPerson: 'Write to {{name}}',
  send: 'Send',
  hint: '{{enter}} to send · {{shift}} for a new line',
  left_one: '{{formatted}} character left',
  left_other: '{{formatted}} characters left',
  over_one: '{{formatted}} character too many. Nothing is lost; shorten it to send.',
  over_other: '{{formatted}} characters too many. Nothing is lost; shorten it to send.',
}

export const ko = {
  message: '메시지',
  toRoom: '{{name}}에 메시지 쓰기',
  toPerson: '{{name}}님에게 메시지 쓰기',
  send: '보내기',
  hint: '{{enter}} 보내기 · {{shift}} 줄 바꿈',
  left_other: '{{formatted}}자 남았어요',
  over_other: '{{formatted}}자 넘었어요. 내용은 그대로 있으니 줄여서 보내 주세요.',
}
