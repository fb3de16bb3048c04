import { i18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { codedMessages } from '@muster/wording/messages/registry'

// In tests the macros keep the source texts, so only coded messages need a catalogue.
const messages = Object.fromEntries(codedMessages.map(({ id, message }) => [id, compileMessage(message)]))
i18n.loadAndActivate({ locale: 'en', messages })
