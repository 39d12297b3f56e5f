package screen

import (
	"slices"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// A booking that has no place yet is nowhere said to be one.
func TestABookingWithoutAPlaceIsNotSaidToHaveOne(t *testing.T) {
	begin(t)
	receipt := texts(drawn(named(t, "receipt-waiting"), sizes[0], nil))
	if want := i18n.ZH.Say(i18n.PendingTitle, i18n.ZH.Say(i18n.StandsWaiting)); !slices.Contains(receipt, want) {
		t.Errorf("the receipt says %q", receipt)
	}
	for _, untrue := range []i18n.Key{i18n.ReceiptTitle, i18n.AlreadyTitle, i18n.ReceiptHint} {
		if slices.Contains(receipt, i18n.ZH.Say(untrue)) {
			t.Errorf("the receipt says %q", i18n.ZH.Say(untrue))
		}
	}
	list := texts(drawn(named(t, "bookings-waiting"), sizes[0], nil))
	h := waiting(0)
	if want := h.Service.Name.ZH + " · " + i18n.ZH.Say(i18n.StandsWaiting); !slices.Contains(list, want) {
		t.Errorf("the list says %q", list)
	}
}
