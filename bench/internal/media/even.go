package media

import (
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
)

// even cuts frames into packets of about one size, as libwebrtc does (RtpPacketizer::SplitAboutEqually): pion's payloader fills all but the
// last.
type even struct{ codecs.VP8Payloader }

func evenly(webrtc.RTPCodecCapability) (rtp.Payloader, error) {
	return &even{codecs.VP8Payloader{EnablePictureID: true}}, nil
}

// descriptor is VP8's payload descriptor with a picture number of 15 bits (RFC 7741 section 4.2), in bytes. The first 128 frames have shorter ones.
const descriptor = 4

// Payload implements rtp.Payloader.
func (e *even) Payload(mtu uint16, frame []byte) [][]byte {
	room := max(int(mtu)-descriptor, 1)
	packets := max((len(frame)+room-1)/room, 1)
	return e.VP8Payloader.Payload(uint16((len(frame)+packets-1)/packets+descriptor), frame)
}
