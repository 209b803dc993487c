/** Made-up files, and posts that carry them. */
import type { Account } from '@chatter/shared/accounts.ts'
import type { Attachment } from '@chatter/shared/attachments.ts'
import type { Message } from '@chatter/shared/messages.ts'

type Told = Partial<Attachment> & Pick<Attachment, 'name' | 'type'>

let made = 0

function file({ name, type, ...more }: Told): Attachment {
  made++
  const id = `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`
  return { id, name, type, size: 1_234_567, sha256: '0'.repeat(64), ...more }
}

const photo = (name: string, width: number, height: number, more: Partial<Attachment> = {}) =>
  file({ name, type: 'image/jpeg', width, height, hasThumbnail: true, ...more })

const photos = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    photo(`사진 ${at + 1}.jpg`, at % 3 === 0 ? 900 : 1600, at % 2 === 0 ? 1200 : 900),
  )

/** Posts with files of every kind, in every number. */
export function filesOf(people: readonly Account[], now: number): Message[] {
  const [ada, grace, suhyeon, linus] = people as [Account, Account, Account, Account]
  const posts: [Account, string, Attachment[]][] = [
    [grace, '', [photo('landscape.jpg', 4_000, 3_000)]],
    [grace, 'Tall, wide, small, and nobody knows:', [photo('screenshot of a phone.png', 1_170, 2_532)]],
    [ada, '', [photo('panorama.jpg', 9_000, 1_200)]],
    [ada, '', [photo('icon.png', 48, 48, { size: 2_100 })]],
    [suhyeon, '', [file({ name: 'unmeasured.webp', type: 'image/webp' })]],
    ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((count): [Account, string, Attachment[]] => [
      linus,
      `${count}장`,
      photos(count),
    ]),
    [grace, '', [photo('broken.jpg', 800, 600)]],
    [
      suhyeon,
      '회의 자료예요',
      [
        file({
          name: '2026년 상반기 실적 보고서 최종본 (수정 3차, 대표이사 검토 완료, 인쇄용).hwp',
          type: 'application/x-hwp',
          size: 12_345_678,
        }),
        file({ name: 'report.pdf', type: 'application/pdf', size: 820 }),
        file({ name: 'Numbers.xlsx', type: 'application/vnd.ms-excel', size: 45_000 }),
        file({
          name: `${'a-very-long-name-'.repeat(12)}.tar.gz`,
          type: 'application/gzip',
          size: 2_147_483_648,
        }),
      ],
    ],
    [
      ada,
      '',
      [
        file({
          name: 'film.mp4',
          type: 'video/mp4',
          width: 1920,
          height: 1080,
          duration: 125,
          hasThumbnail: true,
          size: 48_000_000,
        }),
      ],
    ],
    [ada, '', [file({ name: '녹음 파일.m4a', type: 'audio/mp4', duration: 61, size: 900_000 })]],
    [
      linus,
      'Look at line 3.',
      [
        file({ name: 'outbox.ts', type: 'text/plain', size: 4_000 }),
        file({ name: '메모.txt', type: 'text/plain', size: 90 }),
      ],
    ],
    [
      linus,
      'never shown',
      [
        file({ name: 'drawing.svg', type: 'image/svg+xml', size: 700 }),
        file({ name: 'page.html', type: 'text/html', size: 700 }),
      ],
    ],
    [grace, '', [file({ name: 'direct.zip', type: 'application/zip', isDirect: true, size: 700_000_000 })]],
    [
      ada,
      'sent',
      [file({ name: 'direct.zip', type: 'application/zip', isDirect: true, receivedAt: now - 60_000 })],
    ],
    [ada, '', [photo('last.jpg', 1600, 900, { receivedAt: now - 60_000 })]],
  ]
  return posts.map(
    ([{ id, displayName }, body, attachments], at): Message => ({
      ...{ roomId: 1, seq: at + 1, rev: at + 1, clientId: crypto.randomUUID(), kind: 'post' },
      ...{
        author: { id, displayName },
        body,
        attachments,
        createdAt: now - (posts.length - at) * 7 * 60_000,
      },
    }),
  )
}

const code = Array.from(
  { length: 40 },
  (_, at) => `export const line${at} = (text: string) => text.padStart(${at}, 'x') // 한글 주석`,
).join('\n')

/** What would be in it. */
export async function madeUpBytes(attachment: Attachment | undefined): Promise<Blob> {
  if (!attachment || attachment.name.startsWith('broken')) throw new Error('There is no such file.')
  if (attachment.type.startsWith('text/'))
    return new Blob([attachment.name.endsWith('.ts') ? code : '짧은 메모\n두 번째 줄'])
  const { width = 500, height = 400, id } = attachment
  const scale = Math.min(1, 640 / Math.max(width, height))
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale))
  const pen = canvas.getContext('2d')!
  const hue = (Number(id.slice(-4)) * 47) % 360
  const colours = pen.createLinearGradient(0, 0, canvas.width, canvas.height)
  colours.addColorStop(0, `hsl(${hue} 70% 60%)`)
  colours.addColorStop(1, `hsl(${hue + 60} 60% 30%)`)
  pen.fillStyle = colours
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#ffffff99'
  pen.beginPath()
  pen.arc(canvas.width / 2, canvas.height / 2, Math.min(canvas.width, canvas.height) / 3, 0, 7)
  pen.fill()
  return canvas.convertToBlob({ type: 'image/png' })
}
