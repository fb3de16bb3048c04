import { i18n } from '@lingui/core'

// In tests the macros keep the source texts, so no catalogue is needed.
i18n.loadAndActivate({ locale: 'en', messages: {} })
