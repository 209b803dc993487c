export const en = {
  one: '{{first}} is typing…',
  two: '{{first}} and {{second}} are typing…',
  many_one: '{{first}}, {{second}} and {{count}} other are typing…',
  many_other: '{{first}}, {{second}} and {{count}} others are typing…',
}

export const ko = {
  one: '{{first}}님이 입력하고 있어요…',
  two: '{{first}}님과 {{second}}님이 입력하고 있어요…',
  many_other: '{{first}}님, {{second}}님 외 {{count}}명이 입력하고 있어요…',
}
